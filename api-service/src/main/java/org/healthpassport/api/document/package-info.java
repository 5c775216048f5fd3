/**
 * The documents of patients: their state, the decisions on it, and their bytes, staged or stored. Sub-packages receive,
 * store, describe and give out documents.
 */
@NullMarked
package org.healthpassport.api.document;

import org.jspecify.annotations.NullMarked;
