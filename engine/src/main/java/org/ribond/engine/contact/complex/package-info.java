/** Protein-RNA complexes: structures, contact maps, data-set files and splits. */
package org.ribond.engine.contact.complex;
