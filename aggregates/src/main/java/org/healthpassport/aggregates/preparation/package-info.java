/** Steps in MongoDB that must be done before a service takes requests. */
@NullMarked
package org.healthpassport.aggregates.preparation;

import org.jspecify.annotations.NullMarked;
