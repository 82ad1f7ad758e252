/** Models that label sequences: what their card says, networks and linear models alike. */
package org.ribond.engine.label.model;
