/**
 * What a run and its user have between them: messages, progress, the standard streams, a stop, exit
 * codes.
 */
package org.ribond.cli.terminal;
