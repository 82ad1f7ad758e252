/** Networks along whole chains: what they read, what they hold of each residue and each base. */
package org.ribond.engine.contact.tower;
