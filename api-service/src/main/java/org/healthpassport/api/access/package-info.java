/** The caller of a request: the account and its role. A filter tells the write path about each request. */
@NullMarked
package org.healthpassport.api.access;

import org.jspecify.annotations.NullMarked;
