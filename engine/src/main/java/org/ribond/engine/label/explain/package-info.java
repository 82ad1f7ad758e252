/** Which letters speak for an answer, and what the filters of a network look for. */
package org.ribond.engine.label.explain;
