package org.ribond.engine.fold.structure;

/**
 * A structure of a file.
 *
 * @param structure which bases pair
 * @param part the part of a split that the file says it belongs to; empty if it says none
 */
public record StructureRecord(Structure structure, String part) {}
