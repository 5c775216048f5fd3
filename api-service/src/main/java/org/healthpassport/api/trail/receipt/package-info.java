/** The receipts of accesses, and everything else that audit-service tells this service out of the audit log. */
@NullMarked
package org.healthpassport.api.trail.receipt;

import org.jspecify.annotations.NullMarked;
