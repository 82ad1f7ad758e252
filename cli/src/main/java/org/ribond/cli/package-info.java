/** The program: arguments in, files out; no numerics. {@link org.ribond.cli.Main} begins it. */
package org.ribond.cli;
