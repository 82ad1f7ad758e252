/** A training run as its user sees it: its backends, its files, its progress. */
package org.ribond.cli.train;
