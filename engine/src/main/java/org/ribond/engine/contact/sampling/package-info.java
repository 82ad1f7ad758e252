/**
 * Training pairs drawn from complexes: whole contact maps, and the sets of arXiv 2511.08648 as its
 * published code builds them.
 */
package org.ribond.engine.contact.sampling;
