/** The commands, one class for each: options in, files out; no numerics. */
package org.ribond.cli.command;
