package org.healthpassport.api.trail.row;

import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.unreadable.ReadResult;

/**
 * An entry of a trail.
 *
 * @param position its place in the list, which unreadable entries have as well
 */
public record ListedLook(ListPosition position, ReadResult<TrailRow> row) {}
