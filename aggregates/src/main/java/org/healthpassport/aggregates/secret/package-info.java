/** Secrets that all instances of a service share, sealed in MongoDB, and the tokens that are sealed with them. */
@NullMarked
package org.healthpassport.aggregates.secret;

import org.jspecify.annotations.NullMarked;
