/** The command line: one class for each command, arguments in, files out; no numerics. */
package org.ribond.cli;
