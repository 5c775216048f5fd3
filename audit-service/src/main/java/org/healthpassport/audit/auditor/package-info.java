/** Who gets in: auditors, by the access tokens of api-service; everything else is denied. */
@NullMarked
package org.healthpassport.audit.auditor;

import org.jspecify.annotations.NullMarked;
