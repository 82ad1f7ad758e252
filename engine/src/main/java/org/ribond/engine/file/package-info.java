/** Reading and writing files safely; the one thing that both towers share besides the JDK. */
package org.ribond.engine.file;
