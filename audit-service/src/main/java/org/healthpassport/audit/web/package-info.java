/** The HTTP edge: request ids and headers, answers to failures, and blocking work off the event loops. */
@NullMarked
package org.healthpassport.audit.web;

import org.jspecify.annotations.NullMarked;
