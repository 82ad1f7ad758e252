/** Charts and heat maps, drawn as PNG and SVG. */
package org.ribond.cli.plot;
