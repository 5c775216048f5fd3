/** The caller of a request, and its role. */
@NullMarked
package org.healthpassport.api.access;

import org.jspecify.annotations.NullMarked;
