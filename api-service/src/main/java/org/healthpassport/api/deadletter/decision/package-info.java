/** Decisions of administrators on dead letters: listed, shown, replayed, discarded. */
@NullMarked
package org.healthpassport.api.deadletter.decision;

import org.jspecify.annotations.NullMarked;
