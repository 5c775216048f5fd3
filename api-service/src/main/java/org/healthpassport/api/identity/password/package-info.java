/** Passwords: their rules, and their hashing. */
@NullMarked
package org.healthpassport.api.identity.password;

import org.jspecify.annotations.NullMarked;
