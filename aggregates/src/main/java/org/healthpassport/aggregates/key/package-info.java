/** The keys that seal the data of patients and accounts, and what the audit log says of them; stored wrapped in MongoDB. */
@NullMarked
package org.healthpassport.aggregates.key;

import org.jspecify.annotations.NullMarked;
