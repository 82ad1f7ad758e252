/**
 * Sequences with classes or numbers: files, whole sets in little memory, counts, splits and audits.
 */
package org.ribond.engine.label.data;
