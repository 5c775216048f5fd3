/** The audit keys of patients and of this service, as the database has them, each used only if it is what it says. */
@NullMarked
package org.healthpassport.audit.keys;

import org.jspecify.annotations.NullMarked;
