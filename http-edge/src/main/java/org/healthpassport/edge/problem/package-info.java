/** Refusals as values: one problem type for each reason (RFC 9457). */
@NullMarked
package org.healthpassport.edge.problem;

import org.jspecify.annotations.NullMarked;
