/** The log in MongoDB: no transactions, nothing but inserts, and one document that is replaced by compare-and-set. */
@NullMarked
package org.healthpassport.audit.log.mongo;

import org.jspecify.annotations.NullMarked;
