package arcface4j.train;

import arcface4j.data.LabelMap;
import arcface4j.data.Normalization;
import arcface4j.head.MarginHead;
import arcface4j.model.ResNetSpec;

/**
 * What the weights need beside them to be used: stored in every checkpoint.
 *
 * @param network the backbone
 * @param head the margin it is trained by
 * @param labels the classes' names, in the order of the logits
 * @param normalization of the pixels, from the training set
 */
public record ModelDescription(
    ResNetSpec network, MarginHead head, LabelMap labels, Normalization normalization) {}
