/** Contact maps of sequences: factorised prediction and what is chosen of it. */
package org.ribond.engine.contact.predict;
