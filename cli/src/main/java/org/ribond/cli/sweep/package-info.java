/** Sweeps: their grid, their folder, their runs and the report of them. */
package org.ribond.cli.sweep;
