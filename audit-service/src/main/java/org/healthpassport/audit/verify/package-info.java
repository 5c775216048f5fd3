/**
 * Verifies a whole log from nothing but its files and its verifier key, as an auditor would. Uses the JDK alone, except for the file
 * of events.
 */
@NullMarked
package org.healthpassport.audit.verify;

import org.jspecify.annotations.NullMarked;
