/** Prepares MongoDB before the service takes requests. */
@NullMarked
package org.healthpassport.api.preparation;

import org.jspecify.annotations.NullMarked;
