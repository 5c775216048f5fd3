/** Lists of documents that may be long. */
@NullMarked
package org.healthpassport.aggregates.list;

import org.jspecify.annotations.NullMarked;
