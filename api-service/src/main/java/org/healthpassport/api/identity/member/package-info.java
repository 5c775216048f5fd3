/** The members of accounts as people send them, and their rules. */
@NullMarked
package org.healthpassport.api.identity.member;

import org.jspecify.annotations.NullMarked;
