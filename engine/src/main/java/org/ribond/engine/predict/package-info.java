/** Contact maps of sequences: where arithmetic and biology meet. */
package org.ribond.engine.predict;
