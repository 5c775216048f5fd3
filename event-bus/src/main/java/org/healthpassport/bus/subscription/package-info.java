/** Runs the subscriptions of a service: delivers events, retries records that fail, puts them aside, reports health. */
@NullMarked
package org.healthpassport.bus.subscription;

import org.jspecify.annotations.NullMarked;
