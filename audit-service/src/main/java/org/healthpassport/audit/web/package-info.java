/** The edge: what every answer carries, how failures are answered, and how blocking work is taken off event loops. */
@NullMarked
package org.healthpassport.audit.web;

import org.jspecify.annotations.NullMarked;
