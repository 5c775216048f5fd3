/** The standing of accounts: the little that every request has to know about its account. */
@NullMarked
package org.healthpassport.vault.standing;

import org.jspecify.annotations.NullMarked;
