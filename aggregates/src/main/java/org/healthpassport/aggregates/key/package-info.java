/**
 * The keys that seal the data of patients and accounts, and the audit log's details about them; stored wrapped in
 * MongoDB.
 */
@NullMarked
package org.healthpassport.aggregates.key;

import org.jspecify.annotations.NullMarked;
