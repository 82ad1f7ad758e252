/** Trained models and their files. */
package org.ribond.engine.model;
