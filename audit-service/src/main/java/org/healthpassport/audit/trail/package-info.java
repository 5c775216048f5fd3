/** Answers api-service: where the events of a patient are in the log, receipts, and the auditors' requests about patients. */
@NullMarked
package org.healthpassport.audit.trail;

import org.jspecify.annotations.NullMarked;
