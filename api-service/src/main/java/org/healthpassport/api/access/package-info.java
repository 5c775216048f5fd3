/** The caller of a request: the account, its role, and what the write path is told about them. */
@NullMarked
package org.healthpassport.api.access;

import org.jspecify.annotations.NullMarked;
