/** Training runs of any task: plan, members, checkpoint, schedule. */
package org.ribond.engine.train;
