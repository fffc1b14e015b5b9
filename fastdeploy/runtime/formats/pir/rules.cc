// SPDX-License-Identifier: Apache-2.0
//
// The table of operations: how each is expressed in the older format, as OpenVINO's Paddle front
// end reads it. The functions are in rules_*.cc.

#include "fastdeploy/runtime/formats/pir/rules.h"

#include "fastdeploy/runtime/formats/pir/rule.h"

namespace fastdeploy::pir {
namespace {

// Attributes that several operations share.
constexpr std::string_view kConvolution =
    "strides:ints paddings:ints dilations:ints groups:int "
    "padding_algorithm:str{EXPLICIT,SAME,VALID} "
    "data_format:str{NCHW}";
constexpr std::string_view kBatchNorm =
    "epsilon:float momentum:float data_format>data_layout:str{NCHW} is_test:bool{true} "
    "use_global_stats! trainable_statistics!";
constexpr std::string_view kElementwise = "axis=-1:int";

// The columns of rows without names: name, op, operands, results, attributes.
constexpr Rule kRules[] = {
    // Convolution, pooling, normalisation.
    {"conv2d", "conv2d", "Input Filter", "Output", kConvolution},
    {"depthwise_conv2d", "depthwise_conv2d", "Input Filter", "Output", kConvolution},
    {.name = "conv2d_transpose", .translate = ConvTranspose},
    {.name = "depthwise_conv2d_transpose", .translate = ConvTranspose},
    {.name = "deformable_conv", .translate = DeformableConv},
    {.name = "pool2d", .translate = Pool2d},
    {.name = "max_pool2d_with_index", .translate = MaxPool2dWithIndex},
    {"batch_norm", "batch_norm", "X Mean Variance Scale Bias", "Y _ _ _ _ _", kBatchNorm},
    {"sync_batch_norm", "batch_norm", "X Mean Variance Scale Bias", "Y _ _ _ _ _", kBatchNorm},
    {"group_norm", "group_norm", "X Scale? Bias?", "Y _ _",
     "epsilon:float groups:int data_format>data_layout:str{NCHW}"},
    {.name = "instance_norm", .translate = InstanceNorm},
    {"layer_norm", "layer_norm", "X Scale? Bias?", "Y _ _", "epsilon:float begin_norm_axis:int"},

    // Activations.
    {"relu", "relu", "X", "Out"},
    {"sigmoid", "sigmoid", "X", "Out"},
    {"sqrt", "sqrt", "X", "Out"},
    {"swish", "swish", "X", "Out"},
    {"hardswish", "hard_swish", "X", "Out", "threshold=6:float scale=6:float offset=3:float"},
    {"hardsigmoid", "hard_sigmoid", "X", "Out", "slope:float offset:float"},
    {"softmax", "softmax", "X", "Out", "axis:int"},
    {.name = "log_softmax", .translate = LogSoftmax},
    {.name = "logsigmoid", .translate = LogSigmoid},
    {"relu6", "relu6", "X", "Out", "threshold=6:float"},
    {"leaky_relu", "leaky_relu", "X", "Out", "negative_slope>alpha:float"},
    {.name = "prelu", .translate = Prelu},
    {"elu", "elu", "X", "Out", "alpha:float"},
    {"silu", "silu", "X", "Out"},
    {"gelu", "gelu", "X", "Out", "approximate:bool"},
    {.name = "mish", .translate = Mish},
    {"tanh", "tanh", "X", "Out"},
    {"softplus", "softplus", "X", "Out", "beta:float threshold:float"},
    {"hardtanh", "clip", "X", "Out", "t_min>min:float t_max>max:float"},

    // Arithmetic.
    {"add", "elementwise_add", "X Y", "Out", kElementwise},
    {"subtract", "elementwise_sub", "X Y", "Out", kElementwise},
    {"multiply", "elementwise_mul", "X Y", "Out", kElementwise},
    {"divide", "elementwise_div", "X Y", "Out", kElementwise},
    {"maximum", "elementwise_max", "X Y", "Out", kElementwise},
    {"minimum", "elementwise_min", "X Y", "Out", kElementwise},
    {"elementwise_pow", "elementwise_pow", "X Y", "Out", kElementwise},
    {"floor_divide", "elementwise_floordiv", "X Y", "Out", kElementwise},
    {"remainder", "elementwise_mod", "X Y", "Out", kElementwise},
    {"pow", "pow", "X", "Out", "y>factor:float"},
    {"square", "pow", "X", "Out", "factor=2:float"},
    {"reciprocal", "pow", "X", "Out", "factor=-1:float"},
    {"abs", "abs", "X", "Out"},
    {"ceil", "ceil", "X", "Out"},
    {"floor", "floor", "X", "Out"},
    {"round", "round", "X", "Out", "decimals:int{0}"},
    {"exp", "exp", "X", "Out"},
    {"log", "log", "X", "Out"},
    {"rsqrt", "rsqrt", "X", "Out"},
    {"sin", "sin", "X", "Out"},
    {"cos", "cos", "X", "Out"},
    {"clip", "clip", "X min:float max:float", "Out"},
    {"cumsum", "cumsum", "X axis:int", "Out", "flatten:bool exclusive:bool reverse:bool"},
    {"bmm", "matmul_v2", "X Y", "Out", "trans_x=false:bool trans_y=false:bool"},
    {"p_norm", "p_norm", "X", "Out",
     "porder:float axis:int epsilon:float keepdim:bool asvector:bool{false}"},
    {"scale", "scale", "X scale:float|ScaleTensor", "Out", "bias:float bias_after_scale:bool"},
    {"matmul", "matmul_v2", "X Y", "Out", "transpose_x>trans_x:bool transpose_y>trans_y:bool"},

    // Comparison and logic.
    {"equal", "equal", "X Y", "Out", kElementwise},
    {"not_equal", "not_equal", "X Y", "Out", kElementwise},
    {"less_than", "less_than", "X Y", "Out", kElementwise},
    {"less_equal", "less_equal", "X Y", "Out", kElementwise},
    {"greater_than", "greater_than", "X Y", "Out", kElementwise},
    {"greater_equal", "greater_equal", "X Y", "Out", kElementwise},
    {"logical_and", "logical_and", "X Y", "Out"},
    {"logical_or", "logical_or", "X Y", "Out"},
    {"logical_xor", "logical_xor", "X Y", "Out"},
    {"logical_not", "logical_not", "X", "Out"},
    {"where", "where", "Condition X Y", "Out"},

    // Reductions and order.
    {.name = "all", .translate = Reduce},
    {.name = "any", .translate = Reduce},
    {.name = "amax", .translate = Reduce},
    {.name = "amin", .translate = Reduce},
    {.name = "max", .translate = Reduce},
    {.name = "mean", .translate = Reduce},
    {.name = "min", .translate = Reduce},
    {.name = "prod", .translate = Reduce},
    {.name = "sum", .translate = Reduce},
    {.name = "argmin", .translate = ArgExtreme},
    {.name = "argsort", .translate = Argsort},
    {"topk", "top_k_v2", "X k:int|K", "Out Indices", "axis:int largest:bool sorted:bool"},
    {.name = "argmax", .translate = ArgExtreme},

    // Shape and position of elements.
    {"reshape", "reshape2", "X shape:ints|Shape|ShapeTensor", "Out _"},
    {"flatten", "flatten_contiguous_range", "X", "Out _", "start_axis:int stop_axis:int"},
    {"squeeze", "squeeze2", "X axes:ints", "Out _"},
    {"unsqueeze", "unsqueeze2", "X axes:ints", "Out _"},
    {"transpose", "transpose2", "X", "Out", "perm>axis:ints"},
    {"concat", "concat", "X* axis:int", "Out"},
    {"stack", "stack", "X*", "Y", "axis:int"},
    {"split", "split", "X sections:ints axis:int", "Out*", "num=0:int"},
    {"split_with_num", "split", "X axis:int", "Out*", "num:int sections=[]:ints"},
    {"slice", "slice",
     "Input starts:ints|StartsTensor|StartsTensorList ends:ints|EndsTensor|EndsTensorList", "Out",
     "axes:ints infer_flags:ints decrease_axis:ints"},
    {"strided_slice", "strided_slice", "Input starts:ints ends:ints strides:ints", "Out",
     "axes:ints decrease_axis=[]:ints infer_flags=[]:ints"},
    {.name = "set_value", .translate = SetValue},
    {.name = "set_value_with_tensor", .translate = SetValue},
    {.name = "unbind", .translate = Unbind},
    {"flip", "flip", "X", "Out", "axis:ints"},
    {"roll", "roll", "X shifts:longs|ShiftsTensor", "Out", "axis:longs"},
    {"tile", "tile", "X repeat_times:ints|RepeatTimes|repeat_times_tensor", "Out"},
    {.name = "expand", .translate = Expand},
    {"expand_as", "expand_as_v2", "X Y", "Out", "target_shape:ints"},
    {.name = "pad", .translate = Pad},
    {"pad3d", "pad3d", "X paddings:ints", "Out",
     "mode:str{constant,reflect,replicate} pad_value>value:float data_format:str{NCDHW}"},
    {.name = "pixel_shuffle", .translate = PixelShuffle},
    {"gather", "gather", "X Index axis:int", "Out"},
    {"gather_nd", "gather_nd", "X Index", "Out"},
    {"index_select", "index_select", "X Index", "Out", "axis>dim:int"},
    {"take_along_axis", "take_along_axis", "Input Index", "Result", "axis>Axis:int"},
    {"scatter", "scatter", "X Ids Updates", "Out", "overwrite:bool"},
    {"scatter_nd_add", "scatter_nd_add", "X Index Updates", "Out"},
    {"nonzero", "where_index", "Condition", "Out"},
    {.name = "tril", .translate = Triangle},
    {.name = "triu", .translate = Triangle},
    {.name = "shape", .translate = Shape},
    {.name = "shape64", .translate = Shape},
    {.name = "bilinear_interp", .translate = Interpolate},
    {.name = "nearest_interp", .translate = Interpolate},
    {.name = "bicubic_interp", .translate = Interpolate},
    {"grid_sample", "grid_sampler", "X Grid", "Output",
     "mode:str{bilinear,nearest} padding_mode:str{zeros,border,reflection} align_corners:bool"},

    // Values without a source.
    {.name = "full", .translate = Full},
    {.name = "full_int_array", .translate = FullIntArray},
    {"full_like", "fill_any_like", "X value:float", "Out", "dtype:dtype"},
    {"full_with_tensor", "fill_constant", "value:float ShapeTensor", "Out",
     "dtype:dtype shape=[]:longs"},
    {.name = "assign_value", .translate = AssignValue},
    {.name = "arange", .translate = Arange},
    {"linspace", "linspace", "Start Stop Num", "Out", "dtype:dtype"},
    {.name = "numel", .translate = Numel},
    {"meshgrid", "meshgrid", "X*", "Out*"},

    // Others.
    {"assign", "assign", "X", "Out"},
    {"share_data", "assign", "X", "Out"},
    {"embedding", "lookup_table_v2", "Ids W", "Out", "padding_idx:long sparse!"},
    {"one_hot", "one_hot_v2", "X depth:int|depth_tensor", "Out"},
    {.name = "cast", .translate = Cast},
    {"dropout", "dropout", "X _ dropout_prob:float", "Out _",
     "mode>dropout_implementation:str{downgrade_in_infer,upscale_in_train} is_test:bool{true} "
     "seed! "
     "fix_seed!"},
    {"multiclass_nms3", "multiclass_nms3", "BBoxes Scores RoisNum?", "Out Index NmsRoisNum",
     "background_label:int score_threshold:float nms_top_k:int nms_threshold:float keep_top_k:int "
     "nms_eta:float normalized:bool"},
};

}  // namespace

std::span<const Rule> Rules() { return kRules; }

}  // namespace fastdeploy::pir
