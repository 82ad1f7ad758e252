/**
 * Files and texts that commands read and write besides those of the engine: predictions, reports,
 * lists of pairs.
 */
package org.ribond.cli.format;
