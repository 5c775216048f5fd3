package org.healthpassport.api.record.annotating;

import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.api.record.annotation.Annotation;

/**
 * An annotation of a record.
 *
 * @param number its place among those of the record, from 1; it never changes
 */
public record NumberedAnnotation(long number, ReadResult<Annotation> annotation) {}
