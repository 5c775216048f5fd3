/** Secrets that all instances of a service share, sealed in MongoDB. */
@NullMarked
package org.healthpassport.aggregates.secret;

import org.jspecify.annotations.NullMarked;
