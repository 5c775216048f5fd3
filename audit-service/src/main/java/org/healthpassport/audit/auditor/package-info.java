/** Lets auditors in, by the access tokens of api-service, and denies everything else. */
@NullMarked
package org.healthpassport.audit.auditor;

import org.jspecify.annotations.NullMarked;
