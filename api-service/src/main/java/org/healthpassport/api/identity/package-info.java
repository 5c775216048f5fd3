/** Accounts: people and organizations that can sign in, and their roles. */
@NullMarked
package org.healthpassport.api.identity;

import org.jspecify.annotations.NullMarked;
