/** Checks a whole log as an auditor would, from nothing but its files and its verifier key; the JDK alone. */
@NullMarked
package org.healthpassport.audit.verify;

import org.jspecify.annotations.NullMarked;
