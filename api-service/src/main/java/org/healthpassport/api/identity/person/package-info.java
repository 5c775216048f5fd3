/** Tells auditors who an id in the audit log or an email address belongs to. */
@NullMarked
package org.healthpassport.api.identity.person;

import org.jspecify.annotations.NullMarked;
