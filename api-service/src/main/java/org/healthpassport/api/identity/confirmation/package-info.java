/** Confirmation of email addresses: their readers show the tokens of mails. */
@NullMarked
package org.healthpassport.api.identity.confirmation;

import org.jspecify.annotations.NullMarked;
