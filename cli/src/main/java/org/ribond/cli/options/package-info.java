/** Options that several commands share, and what they stand for. */
package org.ribond.cli.options;
