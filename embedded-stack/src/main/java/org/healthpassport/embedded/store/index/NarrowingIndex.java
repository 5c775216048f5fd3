package org.healthpassport.embedded.store.index;

import java.util.Set;

/** An index that narrows queries; the final comparison is left to the engine. */
interface NarrowingIndex {

    /** The number of leading fields that a query fixes, by which this index narrows it; 0 if it cannot. */
    int fieldsFixedBy(EqualityConditions query);

    /** The positions of all documents that may match. */
    Set<Object> positions(EqualityConditions query);

    /** Notes that all documents of the collection are in it. */
    void markBuilt();
}
