/**
 * Aggregates that must not go back even for a moment: links, and accounts that were suspended or closed. Each instance knows
 * the number of the newest event of each. Another kind, such as erased patients, joins by a bean of type {@link
 * org.healthpassport.aggregates.watch.Watched}.
 */
@NullMarked
package org.healthpassport.aggregates.watch;

import org.jspecify.annotations.NullMarked;
